/** The containers that the filter is tested in, each started on a free port in this process. */
@NullMarked
package dev.etagere.servlet.container;

import org.jspecify.annotations.NullMarked;
