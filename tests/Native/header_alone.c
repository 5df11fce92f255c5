/* Nothing but the header, and each initialiser once. */
#include <lambdaclient.h>

int main(void) {
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
    lambdaclient_run_options_t run = LAMBDACLIENT_RUN_OPTIONS_INIT;
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    lambdaclient_context_t context = LAMBDACLIENT_CONTEXT_INIT;
    lambdaclient_function_t function = LAMBDACLIENT_FUNCTION_INIT;
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    lambdaclient_client_context_t caller = LAMBDACLIENT_CLIENT_CONTEXT_INIT;
    lambdaclient_cognito_identity_t identity = LAMBDACLIENT_COGNITO_IDENTITY_INIT;
    lambdaclient_stream_options_t stream = LAMBDACLIENT_STREAM_OPTIONS_INIT;
    lambdaclient_prelude_t prelude = LAMBDACLIENT_PRELUDE_INIT;
    lambdaclient_log_details_t details = LAMBDACLIENT_LOG_DETAILS_INIT;
    return caller.struct_size + identity.struct_size + stream.struct_size + prelude.struct_size +
               options.struct_size + failure.struct_size + context.struct_size + function.struct_size +
               info.struct_size + answer.struct_size + run.struct_size + details.struct_size ==
           0;
}
