/** The annotated classes that README.md shows; {@link dev.etagere.sample.DocumentationTest} compares them and starts them. */
package dev.etagere.sample.readme;
