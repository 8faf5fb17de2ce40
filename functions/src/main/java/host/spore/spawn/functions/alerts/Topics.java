package host.spore.spawn.functions.alerts;

/** Topics of SNS. */
@FunctionalInterface
interface Topics {
    /**
     * Publishes one message.
     *
     * @param subject ASCII, at most 100 characters, as subscribers by mail get it
     * @return the id that the service gave it
     * @throws NotTakenException when it will not be taken by trying again
     */
    String publish(String topicArn, String subject, String message);
}
