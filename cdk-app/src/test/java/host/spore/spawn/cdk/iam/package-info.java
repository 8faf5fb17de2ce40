/**
 * A small evaluator of IAM policies, for what the emulator neither simulates nor enforces.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
@NullMarked
package host.spore.spawn.cdk.iam;

import org.jspecify.annotations.NullMarked;
