/* The figures for people and, with --json, for programs. */
#pragma once

#include "plan.h"

void report_header(const struct plan *plan);
void report_table(const struct plan *plan);
bool report_json(const struct plan *plan);
