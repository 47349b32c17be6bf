/** The servlet filter, its view of the request and its capturing response. */
@NullMarked
package dev.etagere.servlet;

import org.jspecify.annotations.NullMarked;
