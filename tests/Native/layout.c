/* Prints the layout of lambdaclient.h as the C compiler sees it. */
#include <lambdaclient.h>
#include <stdio.h>

#define NUMBER(name) printf("%s %d\n", #name, name);
#define STRUCT(type) printf("%s %zu %zu\n", #type, sizeof(type), _Alignof(type));
#define FIELD(type, field)                                                                                   \
    printf("%s.%s %zu %zu\n", #type, #field, offsetof(type, field), sizeof(((type *)0)->field));

int main(void) {
    printf("LAMBDACLIENT_VERSION %s\n", LAMBDACLIENT_VERSION);
#include "layout.inc"
    return 0;
}
