// Answers with what another library says.
#include <cstring>
#include <lambdaclient.hpp>

const char *words();

int main() {
    lambdaclient_t *client = nullptr;
    lambdaclient_invocation_t *invocation = nullptr;
    const lambdaclient_view_t answer = {reinterpret_cast<const uint8_t *>(words()), std::strlen(words())};
    if (lambdaclient_open(nullptr, &client, nullptr) != LAMBDACLIENT_OK)
        return 1;
    while (lambdaclient_next(client, &invocation, nullptr) == LAMBDACLIENT_OK) {
        if (lambdaclient_respond(invocation, answer, {nullptr, 0}, nullptr) != LAMBDACLIENT_OK)
            break;
        lambdaclient_invocation_free(invocation);
    }
    lambdaclient_close(client);
    return 1;
}
