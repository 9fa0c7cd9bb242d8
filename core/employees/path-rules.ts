export type SensitiveTopic = "Dependencies" | "CI" | "Infrastructure" | "Migrations" | "Auth and secrets";

/** A path matches if any entry of any list does. Entries are in lower case and separated by spaces. */
export interface PathRule {
  reason: string;
  /** Exact file names. */
  files?: string;
  /** Suffixes of file names. */
  endings?: string;
  /** Folders at any depth, joined by `/`. */
  folders?: string;
  /** Whole words of the path: `user-session`, `userSession` and `user_session` have the word `session`. */
  words?: string;
}

interface SensitivePathRule extends PathRule {
  topic: SensitiveTopic;
}

/** Paths that need special attention in a review, and why. A path can match several rules. */
export const sensitivePaths: SensitivePathRule[] = [
  {
    topic: "Dependencies",
    reason: "npm manifest",
    files: "package.json .npmrc pnpm-workspace.yaml .yarnrc.yml",
  },
  {
    topic: "Dependencies",
    reason: "npm lock file",
    files: "package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb",
  },
  {
    topic: "Dependencies",
    reason: "Python manifest",
    files: "pyproject.toml setup.py setup.cfg pipfile requirements.in requirements-dev.txt",
    endings: "requirements.txt",
    folders: "requirements",
  },
  {
    topic: "Dependencies",
    reason: "Python lock file",
    files: "poetry.lock pipfile.lock uv.lock pdm.lock",
  },
  { topic: "Dependencies", reason: "Go modules", files: "go.mod go.sum go.work go.work.sum" },
  { topic: "Dependencies", reason: "Cargo manifest or lock file", files: "cargo.toml cargo.lock" },
  { topic: "Dependencies", reason: "Maven build", files: "pom.xml" },
  {
    topic: "Dependencies",
    reason: "Gradle build",
    files:
      "build.gradle build.gradle.kts settings.gradle settings.gradle.kts gradle.lockfile libs.versions.toml gradle-wrapper.properties",
  },
  { topic: "Dependencies", reason: "Ruby bundle", files: "gemfile gemfile.lock", endings: ".gemspec" },
  {
    topic: "Dependencies",
    reason: "Composer manifest or lock file",
    files: "composer.json composer.lock",
  },
  {
    topic: "Dependencies",
    reason: "NuGet packages",
    files: "packages.config packages.lock.json directory.packages.props nuget.config",
    endings: ".csproj .fsproj .vbproj",
  },
  {
    topic: "Dependencies",
    reason: "Swift, Dart or Elixir packages",
    files: "package.swift package.resolved podfile podfile.lock pubspec.yaml pubspec.lock mix.exs mix.lock",
  },
  {
    topic: "Dependencies",
    reason: "automatic updates",
    files: "dependabot.yml dependabot.yaml renovate.json .renovaterc",
  },

  {
    topic: "CI",
    reason: "GitHub Actions",
    folders: ".github/workflows .github/actions",
    files: "action.yml action.yaml",
  },
  { topic: "CI", reason: "code owners", files: "codeowners" },
  {
    topic: "CI",
    reason: "pipeline",
    files:
      ".gitlab-ci.yml jenkinsfile azure-pipelines.yml .travis.yml bitbucket-pipelines.yml buildspec.yml cloudbuild.yaml .drone.yml",
    folders: ".circleci .buildkite",
  },

  { topic: "Infrastructure", reason: "Terraform", endings: ".tf .tfvars .tf.json .hcl .tofu" },
  {
    topic: "Infrastructure",
    reason: "CloudFormation or CDK",
    files: "cdk.json samconfig.toml",
    folders: "cloudformation",
    words: "cloudformation",
  },
  {
    topic: "Infrastructure",
    reason: "Serverless Framework",
    files: "serverless.yml serverless.yaml serverless.ts serverless.json",
  },
  { topic: "Infrastructure", reason: "state machine", endings: ".asl.json .asl.yml .asl.yaml" },
  {
    topic: "Infrastructure",
    reason: "Kubernetes",
    files: "kustomization.yaml kustomization.yml skaffold.yaml",
    folders: "k8s kubernetes manifests",
  },
  {
    topic: "Infrastructure",
    reason: "Helm",
    files: "chart.yaml chart.lock helmfile.yaml",
    folders: "helm charts",
  },
  {
    topic: "Infrastructure",
    reason: "Docker",
    files:
      "dockerfile containerfile .dockerignore docker-compose.yml docker-compose.yaml compose.yml compose.yaml",
    endings: ".dockerfile",
    words: "dockerfile",
  },
  {
    topic: "Infrastructure",
    reason: "Pulumi or Ansible",
    files: "pulumi.yaml ansible.cfg",
    folders: "ansible playbooks",
  },

  {
    topic: "Migrations",
    reason: "database migration",
    folders: "migrations migrate db/changelog alembic/versions flyway",
    words: "migration",
  },
  {
    topic: "Migrations",
    reason: "database schema",
    files: "schema.prisma schema.rb structure.sql schema.sql",
  },

  {
    topic: "Auth and secrets",
    reason: "authentication",
    words:
      "auth oauth oauth2 oidc saml sso authn authentication authenticator login logout signin signup session sessions mfa totp webauthn passkey",
  },
  {
    topic: "Auth and secrets",
    reason: "permissions",
    words:
      "authz authorization authorize authority permission permissions rbac acl iam policy policies role roles",
  },
  {
    topic: "Auth and secrets",
    reason: "tokens",
    words: "token tokens jwt jwks csrf cookie cookies",
  },
  {
    topic: "Auth and secrets",
    reason: "cryptography",
    words: "crypto cryptography cipher encrypt encryption decrypt hmac signature signing keystore",
  },
  {
    topic: "Auth and secrets",
    reason: "secrets",
    files: ".env .netrc credentials",
    endings: ".pem .key .p12 .pfx .jks",
    words: "secret secrets password passwords credential credentials vault",
  },
];
