/** What changed in the application: {@link dev.etagere.event.ResourceEvent}, the tags that it touches, and those who listen. */
@NullMarked
package dev.etagere.event;

import org.jspecify.annotations.NullMarked;
