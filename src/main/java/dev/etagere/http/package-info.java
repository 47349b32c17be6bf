/** HTTP as pure values and functions (RFC 9110, 9111, 5861, 9211, 9213): no clock, no logger, no I/O, no servlet. */
@NullMarked
package dev.etagere.http;

import org.jspecify.annotations.NullMarked;
