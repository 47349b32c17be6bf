package dev.etagere.jaxrs;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/** Knows the user by the field {@code X-User}, and his only role by {@code X-Role}; turns away whoever is {@code mallory}. */
@Priority(Priorities.AUTHENTICATION)
public final class Users implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        String name = request.getHeaderString("X-User");
        String role = request.getHeaderString("X-Role");
        if ("mallory".equals(name)) {
            request.abortWith(Response.status(403).build());
        } else if (name != null) {
            request.setSecurityContext(new Known(name, role == null ? "" : role));
        }
    }

    private record Known(String name, String role) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return this::name;
        }

        @Override
        public boolean isUserInRole(String asked) {
            return asked.equals(role);
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public String getAuthenticationScheme() {
            return "test";
        }
    }
}
