/** Reading and validating the configuration file. */
@NullMarked
package dev.etagere.config;

import org.jspecify.annotations.NullMarked;
