// The context object of a handler, with the properties of AWS's own Node.js runtime.

/** A JSON object that came with the event; whatever else came is as if nothing had come. */
function objectOf(text) {
    try {
        const value = JSON.parse(text ?? "null");
        return typeof value === "object" && !Array.isArray(value) ? (value ?? undefined) : undefined;
    } catch {
        return undefined;
    }
}

export function contextOf(invocation, info) {
    const { deadlineMs } = invocation;
    return {
        awsRequestId: invocation.requestId,
        invokedFunctionArn: invocation.invokedFunctionArn,
        functionName: info.name,
        functionVersion: info.version,
        memoryLimitInMB: info.memoryMb === undefined ? undefined : String(info.memoryMb),
        logGroupName: info.logGroup,
        logStreamName: info.logStream,
        identity: objectOf(invocation.cognitoIdentity),
        clientContext: objectOf(invocation.clientContext),
        tenantId: invocation.tenantId,
        getRemainingTimeInMillis: () => (deadlineMs === undefined ? 0 : Math.max(0, deadlineMs - Date.now())),
    };
}
