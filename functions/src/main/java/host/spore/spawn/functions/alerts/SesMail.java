package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.Printable;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.ses.model.Content;
import software.amazon.awssdk.services.ses.model.MailFromDomainNotVerifiedException;
import software.amazon.awssdk.services.ses.model.MessageRejectedException;

/** {@link Mail} by SES. */
final class SesMail implements Mail {
    private static final int LONGEST = 300;

    private final SesClient ses;

    SesMail(SesClient ses) {
        this.ses = ses;
    }

    @Override
    public String send(String from, String to, Letter letter) {
        try {
            return ses.sendEmail(request -> request.source(from)
                            .destination(destination -> destination.toAddresses(to))
                            .message(message -> message.subject(content(letter.subject()))
                                    .body(body ->
                                            body.text(content(letter.text())).html(content(letter.html())))))
                    .messageId();
        } catch (MessageRejectedException | MailFromDomainNotVerifiedException refused) {
            throw new NotTakenException("SES refused the mail: "
                    + Printable.of(String.valueOf(refused.awsErrorDetails().errorMessage()), LONGEST)
                    + "; the sender must be verified, and in the sandbox the recipient too");
        }
    }

    private static Content content(String text) {
        return Content.builder().charset("UTF-8").data(text).build();
    }
}
