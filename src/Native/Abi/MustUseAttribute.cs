namespace LambdaClient.Native.Abi;

/// <summary>Marks an export whose status must be looked at: an answer or an event is lost where its failure is not noticed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MustUseAttribute : Attribute;
