/*
 * Surname: an event with a first name is answered with a surname, and anybody but John gets an error.
 * The reading of JSON is only as good as this sample needs; take a JSON library for your handler.
 */
#include <lambdaclient.hpp>

#include <cstdio>
#include <string>
#include <string_view>

/* The text of a field, empty where there is none. Escapes are not decoded. */
static std::string_view field(std::string_view json, std::string_view name) {
    const auto quoted = '"' + std::string(name) + '"';
    const auto found = json.find(quoted);
    if (found == json.npos)
        return {};
    json.remove_prefix(found + quoted.size());
    const auto quote = json.find_first_not_of(" \t\r\n:");
    if (quote == json.npos || json[quote] != '"')
        return {};
    json.remove_prefix(quote + 1);
    return json.substr(0, json.find('"'));
}

static lambdaclient::answer handle(lambdaclient::invocation &invocation) {
    if (field(invocation.payload().text(), "name") == "John")
        return R"({"surname":"Doe"})";
    return lambdaclient::failure{"InvalidNameError", "Invalid first name"};
}

int main() {
    auto client = lambdaclient::client::open();
    if (!client) {
        std::fprintf(stderr, "%s\n", client.error().message());
        return 1;
    }
    const auto served = client->run(handle);
    if (!served)
        std::fprintf(stderr, "%s\n", served.error().message());
    return served ? 0 : 1;
}
