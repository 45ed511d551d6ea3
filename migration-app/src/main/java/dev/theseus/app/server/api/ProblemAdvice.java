package dev.theseus.app.server.api;

import dev.theseus.app.server.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;

/** Answers failures of the API with problem details. */
@RestControllerAdvice
final class ProblemAdvice {

    ProblemAdvice() {}

    /** The client went away, or the server ends while he watches; nobody is there to be told. */
    @ExceptionHandler({AsyncRequestNotUsableException.class, AsyncRequestTimeoutException.class})
    void gone() {}

    @ExceptionHandler(Exception.class)
    ResponseEntity<Problem> answer(Exception failure, HttpServletRequest request) {
        String path = request.getRequestURI();
        Problem problem = failure instanceof ErrorResponse known
                ? Problem.of(
                        "bad-request",
                        "The request can't be used",
                        known.getStatusCode().value(),
                        String.valueOf(known.getBody().getDetail()),
                        path)
                : unreadable(failure, path);
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static Problem unreadable(Exception failure, String path) {
        return failure instanceof HttpMessageNotReadableException
                ? Problem.of(
                        "bad-request",
                        "The request can't be used",
                        400,
                        "The body is not the JSON that this request takes; /api/v1/openapi.yaml says which",
                        path)
                : Problems.of(failure, path);
    }
}
