/** The application: its classes go into {@code WEB-INF/classes}, so that each deployment loads them anew. */
package dev.etagere.redeploy.app;
