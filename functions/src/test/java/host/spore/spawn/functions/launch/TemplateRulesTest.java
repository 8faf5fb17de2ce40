package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Machine;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

class TemplateRulesTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, t3.small, ami-0000000a, t3.small, ami-0000000a",
                "c7i.large, -, t3.small, ami-0000000a, c7i.large, ami-0000000a",
                "-, ubuntu-24.04, t3.small, ami-0000000a, t3.small, ubuntu-24.04",
                "c7i.large, -, -, -, c7i.large, al2023",
            })
    void whatIsSaidCountsBeforeTheTemplate(
            @Nullable String type,
            @Nullable String ami,
            @Nullable String templateType,
            @Nullable String templateImage,
            String finalType,
            String finalImage) {
        assertThat(TemplateRules.fill(
                        new Machine(type, ami, true, "lab"), template(templateType, templateImage, Set.of(), Set.of())))
                .isEqualTo(new Checked.Fine<>(new Machine(finalType, finalImage, true, "lab")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UserData",
                "IamInstanceProfile",
                "InstanceMarketOptions",
                "HibernationOptions",
                "CapacityReservationSpecification",
                "NetworkInterfaces",
                "SecurityGroupIds",
                "SecurityGroups",
                "BlockDeviceMappings",
                "InstanceRequirements"
            })
    void whatWouldBreakAGuaranteeIsRefusedByItsName(String field) {
        assertThat(fill(Set.of("KeyName", field), Set.of()))
                .isInstanceOfSatisfying(
                        Checked.Refused.class,
                        refused -> assertThat(refused.reason())
                                .startsWith("--launch-template lab: its version 3 sets " + field + ": "));
        // A field that EC2 calls otherwise would never be found.
        assertThat(ResponseLaunchTemplateData.builder().build().sdkFields())
                .extracting(SdkField::memberName)
                .contains(field);
    }

    @Test
    void aTagThatDecidesAboutAnInstanceIsNotTakenFromATemplate() {
        assertThat(fill(Set.of("TagSpecifications"), Set.of("team", "spawn:on-idle")))
                .isEqualTo(
                        new Checked.Refused<>("--launch-template lab: its version 3 gives the tag spawn:on-idle: tags"
                                + " that begin with spawn: are spawn's own; take it out"));
        assertThat(fill(Set.of("TagSpecifications", "Monitoring", "KeyName"), Set.of("team")))
                .isInstanceOf(Checked.Fine.class);
    }

    @Test
    void aTypeIsNeededFromOneOfTheTwo() {
        assertThat(TemplateRules.fill(new Machine(null, null, false, "lab"), template(null, null, Set.of(), Set.of())))
                .isEqualTo(new Checked.Refused<>(
                        "--launch-template lab: its version 3 has no instance type; give one by --instance-type"));
    }

    @Test
    void aTypeThatNobodyKnowsIsARefusalToo() {
        assertThat(TemplateRules.fill(
                        new Machine(null, null, false, "lab"), template("large", null, Set.of(), Set.of())))
                .isInstanceOfSatisfying(
                        Checked.Refused.class,
                        refused -> assertThat(refused.reason())
                                .startsWith("--launch-template lab: \"large\": an instance type"));
    }

    @Test
    void anImageByAParameterIsNotGuessed() {
        assertThat(TemplateRules.fill(
                        new Machine("t3.micro", null, false, "lab"),
                        template(null, "resolve:ssm:/lab/image", Set.of("ImageId"), Set.of())))
                .isEqualTo(new Checked.Refused<>("--launch-template lab: its version 3 names its image by a parameter,"
                        + " which spawn may not read; give one by --ami"));
    }

    @ParameterizedTest
    @CsvSource({"lab, lab, $Default", "lab:3, lab, 3", "lt-0123456789abcdef0:$Latest, lt-0123456789abcdef0, $Latest"})
    void withoutAVersionItIsTheDefaultOne(String text, String name, String version) {
        assertThat(TemplateRules.parts(text)).isEqualTo(Map.entry(name, version));
    }

    private static Checked<Machine> fill(Set<String> fields, Set<String> tags) {
        return TemplateRules.fill(new Machine("t3.micro", null, false, "lab"), template(null, null, fields, tags));
    }

    private static Templates.Template template(
            @Nullable String type, @Nullable String image, Set<String> fields, Set<String> tags) {
        return new Templates.Template("lt-0123456789abcdef0", 3, image, type, fields, tags);
    }
}
