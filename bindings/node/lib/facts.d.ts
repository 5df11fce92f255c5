// Generated from src/Native by eng/HeaderGenerator.

/** What the service says about an invocation. */
export interface InvocationFacts {
  /** The deadline in milliseconds since 1970-01-01 UTC. */
  readonly deadlineMs?: number;
  /** The request id; always present. */
  readonly requestId: string;
  /** The id of this attempt; the library echoes it with the answer. */
  readonly invocationId?: string;
  /** The ARN by which the function was invoked. */
  readonly invokedFunctionArn?: string;
  /** The X-Ray trace header. */
  readonly traceId?: string;
  /** The client context as it was sent: JSON. */
  readonly clientContext?: string;
  /** The Cognito identity as it was sent: JSON. */
  readonly cognitoIdentity?: string;
  /** The tenant of a tenant-isolated function. */
  readonly tenantId?: string;
  /** The media type of the event. */
  readonly contentType?: string;
}

/** What the environment said about the function when the client was opened. */
export interface FunctionInfo {
  /** The function's memory in MB. */
  readonly memoryMb?: number;
  /** The function's name. */
  readonly name?: string;
  /** Its version: $LATEST or a number. */
  readonly version?: string;
  /** Its CloudWatch log group. */
  readonly logGroup?: string;
  /** Its CloudWatch log stream. */
  readonly logStream?: string;
  /** The configured handler text. */
  readonly handler?: string;
  /** The folder of the function's code. */
  readonly taskRoot?: string;
  /** How many pollers the service asks for: AWS_LAMBDA_MAX_CONCURRENCY, which Lambda Managed Instances set; 1 where the variable is not set, because the service would hand the same event to each. */
  readonly pollerCount?: number;
  /** Whether the function uses SnapStart: call restoreNext once, after the init of the function. */
  readonly isSnapStart: boolean;
  /** Where the client sends its requests: host:port, and the path behind it. */
  readonly endpoint?: string;
}
