/* Compiles, unless COPY asks for what must not: two owners of one invocation. */
#include <lambdaclient.hpp>

lambdaclient::invocation second_owner(lambdaclient::invocation &invocation) {
#ifdef COPY
    return invocation;
#else
    return std::move(invocation);
#endif
}
