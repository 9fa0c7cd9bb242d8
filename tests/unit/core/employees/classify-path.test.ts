import { describe, expect, test } from "@jest/globals";
import { fileKindOf, generatedReason, sensitivitiesOf } from "../../../../core/employees/classify-path.ts";

describe("sensitivitiesOf", () => {
  test.each([
    ["package.json", "npm manifest"],
    ["apps/web/pnpm-lock.yaml", "npm lock file"],
    ["requirements/dev.txt", "Python manifest"],
    ["dev-requirements.txt", "Python manifest"],
    ["poetry.lock", "Python lock file"],
    ["go.sum", "Go modules"],
    ["crates/a/Cargo.toml", "Cargo manifest or lock file"],
    ["pom.xml", "Maven build"],
    ["app/build.gradle.kts", "Gradle build"],
    ["Gemfile.lock", "Ruby bundle"],
    ["composer.lock", "Composer manifest or lock file"],
    ["src/App/App.csproj", "NuGet packages"],
    [".github/workflows/ci.yml", "GitHub Actions"],
    [".github/CODEOWNERS", "code owners"],
    ["Jenkinsfile", "pipeline"],
    ["infra/main.tf", "Terraform"],
    ["cloudformation/stack.yml", "CloudFormation or CDK"],
    ["serverless.yml", "Serverless Framework"],
    ["workflows/job/definition.asl.yml", "state machine"],
    ["deploy/k8s/service.yaml", "Kubernetes"],
    ["charts/app/values.yaml", "Helm"],
    ["docker/api.Dockerfile", "Docker"],
    ["db/migrations/001_users.sql", "database migration"],
    ["prisma/schema.prisma", "database schema"],
    ["src/OAuthClient.ts", "authentication"],
    ["src/userSession.ts", "authentication"],
    ["lib/check_permissions.rb", "permissions"],
    ["src/refresh-token.ts", "tokens"],
    ["src/crypto/aes.go", "cryptography"],
    ["config/.env", "secrets"],
    ["certs/server.pem", "secrets"],
  ])("%s: %s", (path, reason) => {
    expect(sensitivitiesOf(path).map((sensitivity) => sensitivity.reason)).toContain(reason);
  });

  test.each([
    ["src/author.ts"],
    ["src/tokenizer.ts"],
    ["docs/possession.md"],
    ["src/keyboard.ts"],
    ["README.md"],
  ])("%s is not sensitive: words count whole", (path) => {
    expect(sensitivitiesOf(path)).toEqual([]);
  });
});

describe("fileKindOf", () => {
  test.each([
    ["src/a.ts", "code"],
    ["src/a.test.ts", "tests"],
    ["pkg/a_test.go", "tests"],
    ["tests/fixtures/a.json", "tests"],
    ["src/FooTest.java", "tests"],
    ["spec/models/user_spec.rb", "tests"],
    ["src/contest.ts", "code"],
    ["docs/a.md", "other"],
    ["yarn.lock", "generated"],
    ["vendor/x/a_test.go", "generated"],
    ["web/app.min.js", "generated"],
  ])("%s is %s", (path, kind) => {
    expect(fileKindOf(path)).toBe(kind);
  });

  test("says why a file is not hand-written", () => {
    expect([
      generatedReason("a/vendor/b.go"),
      generatedReason("Cargo.lock"),
      generatedReason("a.ts"),
    ]).toEqual(["vendored", "lock file", null]);
  });
});
