using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace LambdaClient.Tests.PublicApi;

/// <summary>All public types but the client itself are immutable: readonly fields, and no setter but <c>init</c>.</summary>
public sealed class ImmutabilityTests
{
    private const BindingFlags Declared =
        BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    public static TheoryData<string> Types =>
        [.. typeof(RuntimeClient).Assembly.GetExportedTypes().Where(IsChecked).Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Cannot_be_changed(string name)
    {
        var type = typeof(RuntimeClient).Assembly.GetType(name, throwOnError: true)!;

        Assert.DoesNotContain(type.GetFields(Declared), field => !field.IsInitOnly && !field.IsLiteral);
        Assert.DoesNotContain(type.GetFields(Declared), field => !field.IsPrivate && field.FieldType.IsArray);
        Assert.DoesNotContain(type.GetProperties(Declared), CanBeSet);
        Assert.DoesNotContain(type.GetProperties(Declared), property => property.PropertyType.IsArray);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Nobody_can_derive_a_changeable_one(string name)
    {
        var type = typeof(RuntimeClient).Assembly.GetType(name, throwOnError: true)!;
        var isClosed = type.GetConstructors(Declared)
            .All(made => made.IsPrivate || made.GetParameters() is [var p] && p.ParameterType == type);

        Assert.True(
            type.IsSealed || type.IsInterface || isClosed || type.Name == "Transport",
            $"{name} can be derived from"
        );
    }

    private static bool IsChecked(Type type) =>
        type != typeof(RuntimeClient)
        && type != typeof(ResponseStream)
        && !type.IsEnum
        && !typeof(Delegate).IsAssignableFrom(type);

    private static bool CanBeSet(PropertyInfo property) =>
        property.SetMethod is { } set
        && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
