/* Nothing but the header, and each initialiser once. */
#include <lambdaclient.h>

int main(void) {
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    lambdaclient_context_t context = LAMBDACLIENT_CONTEXT_INIT;
    lambdaclient_function_t function = LAMBDACLIENT_FUNCTION_INIT;
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    return (int)(options.struct_size + failure.struct_size + context.struct_size + function.struct_size +
                 info.struct_size);
}
