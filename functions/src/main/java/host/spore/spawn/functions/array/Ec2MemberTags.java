package host.spore.spawn.functions.array;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.ec2.NotKnownYetException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Tag;

/** {@link MemberTags} of the EC2 API. */
final class Ec2MemberTags implements MemberTags {
    private final Ec2Client ec2;

    Ec2MemberTags(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    @Override
    public void write(InstanceId id, Map<String, String> tags) {
        List<Tag> all = tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        try {
            ec2.createTags(request -> request.resources(id.value()).tags(all));
        } catch (Ec2Exception failure) {
            if (failure.awsErrorDetails() != null
                    && "InvalidInstanceID.NotFound"
                            .equals(failure.awsErrorDetails().errorCode())) {
                throw new NotKnownYetException(id + " was launched, and EC2 does not find it yet");
            }
            throw failure;
        }
    }
}
