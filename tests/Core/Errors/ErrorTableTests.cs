using System.Text.RegularExpressions;
using Xunit;

namespace LambdaClient.Tests.Errors;

public sealed partial class ErrorTableTests
{
    private static IReadOnlyList<ErrorDescription> Rows => ErrorTable.All;

    [Fact]
    public void Every_code_but_None_has_one_row()
    {
        Assert.Equal(
            Enum.GetValues<ErrorCode>().Where(code => code != ErrorCode.None).Order(),
            Rows.Select(row => row.Code)
        );
    }

    [Fact]
    public void Names_are_unique_and_in_snake_case()
    {
        Assert.Equal(Rows.Count, Rows.Select(row => row.Name).Distinct().Count());
        Assert.All(Rows, row => Assert.Matches(SnakeCase(), row.Name));
    }

    [Fact]
    public void A_name_is_its_code_in_snake_case() =>
        Assert.All(Rows, row => Assert.Equal($"{row.Code}", string.Concat(row.Name.Split('_').Select(Capitalised))));

    [Fact]
    public void The_category_is_the_hundreds()
    {
        Assert.All(Rows, row => Assert.Equal((int)row.Code / 100, (int)row.Category));
        Assert.All(Rows, row => Assert.True(Enum.IsDefined(row.Category)));
        Assert.Equal(Enum.GetValues<ErrorCategory>(), Rows.Select(row => row.Category).Distinct());
    }

    [Fact]
    public void Texts_are_clauses_without_a_full_stop()
    {
        Assert.All(Rows.SelectMany(row => new[] { row.Summary, row.NextStep }), IsClause);

        static void IsClause(string text)
        {
            Assert.NotEmpty(text);
            Assert.Equal(text.Trim(), text);
            Assert.False(text.EndsWith('.'), text);
            Assert.True(text.All(c => c is >= ' ' and <= '~'), text);
        }
    }

    [Fact]
    public void Server_errors_end_the_runtime() =>
        Assert.All(Rows.Where(row => row.Category == ErrorCategory.Server), row => Assert.True(row.IsFatal));

    [Theory]
    [InlineData(ErrorCode.None)]
    [InlineData((ErrorCode)7)]
    [InlineData((ErrorCode)9999)]
    public void A_number_that_is_no_code_is_an_internal_error(ErrorCode code) =>
        Assert.Equal(ErrorCode.InternalError, ErrorTable.Describe(code).Code);

    private static string Capitalised(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$")]
    private static partial Regex SnakeCase();
}
