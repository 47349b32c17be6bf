/** The root object that applications hold: {@link dev.etagere.Etagere}. */
@NullMarked
package dev.etagere;

import org.jspecify.annotations.NullMarked;
