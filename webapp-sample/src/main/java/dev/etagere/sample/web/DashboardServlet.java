package dev.etagere.sample.web;

import dev.etagere.sample.shop.Dashboard;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /api/dashboard}: the orders of whoever asks. The container lets nobody come here who has not signed in. */
public final class DashboardServlet extends ApiServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String login = request.getRemoteUser();
        Dashboard dashboard = shop().orders().dashboard(login).orElseThrow(() -> ApiException.notFound("you are not a customer yet"));
        response.setHeader("Cache-Tag", tag(login));
        json(response, dashboard);
    }

    /** The tag of one customer's dashboard; the path is the same for all, so no rule can name it. */
    static String tag(String login) {
        return "dashboard:" + login;
    }
}
