const char *words() { return "{\"message\": \"Hello\"}"; }
