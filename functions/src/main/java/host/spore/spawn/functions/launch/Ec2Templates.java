package host.spore.spawn.functions.launch;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.Tag;

/** {@link Templates} of the EC2 API. */
final class Ec2Templates implements Templates {
    private final Ec2Client ec2;

    Ec2Templates(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    @Override
    public Optional<Template> find(String idOrName, String version) {
        DescribeLaunchTemplateVersionsRequest.Builder request =
                // A template may name a parameter instead of an image; what it names today is pinned, too.
                DescribeLaunchTemplateVersionsRequest.builder()
                        .versions(version)
                        .resolveAlias(true);
        if (idOrName.startsWith("lt-")) {
            request.launchTemplateId(idOrName);
        } else {
            request.launchTemplateName(idOrName);
        }
        try {
            return ec2.describeLaunchTemplateVersions(request.build()).launchTemplateVersions().stream()
                    .findFirst()
                    .map(Ec2Templates::template);
        } catch (Ec2Exception failure) {
            if (failure.awsErrorDetails() != null
                    && String.valueOf(failure.awsErrorDetails().errorCode()).startsWith("InvalidLaunchTemplate")) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private static Template template(LaunchTemplateVersion found) {
        ResponseLaunchTemplateData data = found.launchTemplateData();
        return new Template(
                found.launchTemplateId(),
                found.versionNumber(),
                data.imageId(),
                data.instanceTypeAsString(),
                fields(data),
                data.tagSpecifications().stream()
                        .flatMap(specification -> specification.tags().stream())
                        .map(Tag::key)
                        .collect(Collectors.toSet()));
    }

    /** Every field that is set, by the SDK's own list of them, so that none can be forgotten here. */
    private static Set<String> fields(ResponseLaunchTemplateData data) {
        return data.sdkFields().stream()
                .filter(field -> isSet(field.getValueOrDefault(data)))
                .map(SdkField::memberName)
                .collect(Collectors.toSet());
    }

    private static boolean isSet(@org.jspecify.annotations.Nullable Object value) {
        return value != null
                && !(value instanceof SdkAutoConstructList)
                && !(value instanceof java.util.Collection<?> items && items.isEmpty());
    }
}
