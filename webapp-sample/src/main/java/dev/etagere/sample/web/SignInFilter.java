package dev.etagere.sample.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Has the container check credentials also where it does not demand any: the catalogue is for everyone, but not at the same price. Stands
 * before the cache, so that whoever has not the right password gets no hit.
 */
public final class SignInFilter implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        boolean says = http.getHeader("Authorization") != null;
        if (!says || http.getUserPrincipal() != null || http.authenticate((HttpServletResponse) response)) {
            chain.doFilter(request, response);
        }
    }
}
