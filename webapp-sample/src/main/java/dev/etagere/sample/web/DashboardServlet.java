package dev.etagere.sample.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /api/dashboard}: the orders of whoever asks. The container lets nobody come here who has not signed in. */
public final class DashboardServlet extends ApiServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        json(response, shop().orders().dashboard(request.getRemoteUser())
                .orElseThrow(() -> ApiException.notFound("you are not a customer yet")));
    }
}
