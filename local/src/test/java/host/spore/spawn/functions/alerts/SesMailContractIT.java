package host.spore.spawn.functions.alerts;

import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.SentMails;

class SesMailContractIT extends MailContract {
    private final Cloud cloud = Cloud.get();

    @Override
    Mail subject() {
        return new SesMail(cloud.mail);
    }

    @Override
    String verified() {
        return SentMails.verified(cloud);
    }

    @Override
    Mail.Letter received(String id) {
        SentMails.Sent mail = SentMails.all(cloud).stream()
                .filter(sent -> sent.id().equals(id))
                .findFirst()
                .orElseThrow();
        return new Mail.Letter(mail.subject(), mail.text(), mail.html());
    }
}
