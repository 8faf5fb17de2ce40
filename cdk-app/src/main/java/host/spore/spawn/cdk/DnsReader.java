package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.AccountPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PrincipalWithConditions;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/**
 * In a workload account whose names another account keeps: the role with which that account's DNS function looks at an
 * instance before it believes an event about it, and tells by a tag where it has refused a name.
 */
final class DnsReader extends Construct {
    /** Agreed between the accounts, as the infrastructure cannot ask for it. */
    static final String ROLE_NAME = "spawn-dns-reader";

    DnsReader(Construct scope, String id, String infrastructureAccount, String externalId) {
        super(scope, id);
        Role.Builder.create(this, "Role")
                .roleName(ROLE_NAME)
                .description("Of the DNS function of account " + infrastructureAccount)
                .assumedBy(new PrincipalWithConditions(
                        new AccountPrincipal(infrastructureAccount),
                        // https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
                        Map.of("StringEquals", Map.of("sts:ExternalId", externalId))))
                .inlinePolicies(Map.of(
                        "permissions",
                        PolicyDocument.Builder.create()
                                .statements(List.of(
                                        Allow.lookAtInstances().statement(),
                                        Allow.toTellOfRefusedNames().statement()))
                                .build()))
                .build();
    }
}
