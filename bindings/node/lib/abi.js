// What the C ABI of liblambdaclient says. Generated from src/Native by eng/HeaderGenerator.

export const abiVersion = 1;

// What a call that failed returns, by name. The numbers never change; docs/errors.md explains each.
export const codes = Object.freeze({
  ok: 0,
  argument_missing: 101,
  option_invalid: 102,
  content_type_invalid: 103,
  user_agent_invalid: 104,
  text_invalid: 105,
  handle_invalid: 106,
  prelude_invalid: 107,
  cause_invalid: 108,
  hook_failed: 109,
  endpoint_missing: 201,
  endpoint_invalid: 202,
  runtime_unavailable: 203,
  connect_refused: 301,
  connect_timeout: 302,
  connect_failed: 303,
  connection_closed: 304,
  connection_broken: 305,
  reply_truncated: 306,
  answer_timeout: 307,
  status_line_invalid: 401,
  field_invalid: 402,
  framing_invalid: 403,
  chunk_invalid: 404,
  interim_invalid: 405,
  status_unexpected: 406,
  request_id_missing: 407,
  request_id_invalid: 408,
  request_id_rejected: 501,
  invocation_id_rejected: 502,
  response_mode_rejected: 503,
  request_truncated: 504,
  state_transition_rejected: 505,
  invocation_timed_out: 506,
  payload_too_large: 507,
  request_rejected: 508,
  container_error: 601,
  server_error: 602,
  already_answered: 701,
  invocation_outstanding: 702,
  client_busy: 704,
  client_closed: 705,
  init_error_reported: 706,
  forked_child: 707,
  stream_open: 709,
  head_too_large: 801,
  body_too_large: 802,
  chunk_overhead_too_large: 803,
  cancelled: 901,
  internal_error: 1001,
  out_of_memory: 1002,
});

// What became of the request of a call that failed, by number.
export const deliveries = Object.freeze(["not_sent", "unknown", "sent"]);

// How much a log event matters.
export const levels = Object.freeze({
  trace: 1,
  debug: 2,
  info: 3,
  warn: 4,
  error: 5,
  fatal: 6,
});

// The values of fields that choose one of several things.
export const choices = Object.freeze({
  one_write_on: 1,
  one_write_off: 2,
  answer_none: 0,
  answer_response: 1,
  answer_failure: 2,
});

/** What the service says about an invocation. The order is the addon's. */
export class InvocationFacts {
  constructor(deadlineMs, requestId, invocationId, invokedFunctionArn, traceId, clientContext, cognitoIdentity, tenantId, contentType) {
    this.deadlineMs = deadlineMs;
    this.requestId = requestId;
    this.invocationId = invocationId;
    this.invokedFunctionArn = invokedFunctionArn;
    this.traceId = traceId;
    this.clientContext = clientContext;
    this.cognitoIdentity = cognitoIdentity;
    this.tenantId = tenantId;
    this.contentType = contentType;
  }
}

/** What the environment says about the function. The order is the addon's. */
export class FunctionFacts {
  constructor(memoryMb, name, version, logGroup, logStream, handler, taskRoot, pollerCount, isSnapStart, endpoint) {
    this.memoryMb = memoryMb;
    this.name = name;
    this.version = version;
    this.logGroup = logGroup;
    this.logStream = logStream;
    this.handler = handler;
    this.taskRoot = taskRoot;
    this.pollerCount = pollerCount;
    this.isSnapStart = isSnapStart;
    this.endpoint = endpoint;
  }
}
