using System.Collections.Immutable;

namespace LambdaClient;

/// <summary>Arrays as callers give them, some from languages that know nothing of nullness.</summary>
internal static class ImmutableArrays
{
    /// <summary>The array without its nulls; empty where there is none at all.</summary>
    public static ImmutableArray<T> WithoutNulls<T>(this ImmutableArray<T> array)
        where T : class => array.IsDefault ? [] : array.RemoveAll(static item => item is null);
}
