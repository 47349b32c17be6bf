package dev.etagere.servlet;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Hides Tomcat's response from what unwraps wrappers. Tomcat 11 ends a forward by looking for its own response under all wrappers and
 * suspending it; what is still held back then would be lost. Where it finds none it closes the outermost writer, as the specification
 * has it.
 */
final class Opaque {
    private Opaque() {
    }

    static HttpServletResponse hide(HttpServletResponse response) {
        ServletResponse innermost = response;
        while (innermost instanceof ServletResponseWrapper wrapper) {
            innermost = wrapper.getResponse();
        }
        return innermost.getClass().getName().startsWith("org.apache.catalina.") ? proxy(response) : response;
    }

    private static HttpServletResponse proxy(HttpServletResponse response) {
        return (HttpServletResponse) Proxy.newProxyInstance(Opaque.class.getClassLoader(), new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(response, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
