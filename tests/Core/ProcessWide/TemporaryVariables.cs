namespace LambdaClient.Tests.ProcessWide;

/// <summary>Sets environment variables of this process, and puts them back.</summary>
internal sealed class TemporaryVariables : IDisposable
{
    private readonly List<(string Name, string? Value)> _before = [];

    public TemporaryVariables(params IEnumerable<(string Name, string? Value)> variables)
    {
        foreach (var (name, value) in variables)
        {
            _before.Add((name, Environment.GetEnvironmentVariable(name)));
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
