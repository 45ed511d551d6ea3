package dev.theseus.app.embed.spring;

import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.jdbc.gateway.RequestContexts;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * Sets the token's header before the response is on its way, when it would be too late: at the first byte of a body.
 */
final class TokenResponse extends HttpServletResponseWrapper {

    private final String header;

    TokenResponse(HttpServletResponse response, String header) {
        super(response);
        this.header = header;
    }

    void nameWrites() {
        ConsistencyToken token = RequestContexts.current().token();
        if (!token.isNone() && !isCommitted()) {
            setHeader(header, token.toString());
        }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        nameWrites();
        return super.getOutputStream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        nameWrites();
        return super.getWriter();
    }

    @Override
    public void flushBuffer() throws IOException {
        nameWrites();
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        nameWrites();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        nameWrites();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        nameWrites();
        super.sendRedirect(location);
    }
}
