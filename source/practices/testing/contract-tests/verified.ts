import { defineCheck, manual, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { declaredIn } from '../../tooling/dev-tools/scope.ts';
import { importsOf } from '../needs.ts';
import { contractEndOf, noApi } from './api.ts';

const publishing =
	/\bpact-broker\b|\bpactflow\b|\bcan-i-deploy\b|\bpact-provider-verifier\b|\bpact-verifier\b/;
const equivalents = ['schemathesis', 'openapi-core', 'dredd-hooks', 'tavern', 'portman'];
const equivalentText =
	/\b(?:oasdiff|openapi-diff|buf breaking|schemathesis|dredd|specmatic|compare-openapi|spectral)\b/;

export default defineCheck({
	id: 'verified',
	spec: '7.3',
	title: 'Contracts with consumers are written and verified',
	failTitle: 'Contracts with consumers are written, and nothing verifies them',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'modules', 'http', 'ci', 'devDependencies', 'packaging', 'toolPins'],
	check(facts, project) {
		const declared = declaredIn(facts, project);
		const written = importsOf(facts, project, 'pact').filter(({ isTest }) => isTest);
		const end = contractEndOf(facts, project);
		const [first] = written;
		if (!first && !declared.has('pact-python')) {
			if (!end) return notApplicable(noApi);
			const command = facts.ci.commands.find(({ text }) => equivalentText.test(text));
			const other =
				equivalents.find(name => declared.has(name)) ??
				(command ? equivalentText.exec(command.text)?.[0] : undefined);
			if (other !== undefined) {
				return manual(`Does \`${other}\` hold what the consumers of this API rely on?`);
			}
			return manual(
				end.kind === 'provider'
					? `Are the contracts of this API (\`${end.by}\`) tested elsewhere, or does no other team consume it?`
					: `Is the contract with the service that \`${end.by}\` calls tested elsewhere?`,
			);
		}
		const verifier = written.find(({ name }) => name === 'Verifier');
		const command = facts.ci.commands.find(
			({ program, text }) => program.startsWith('pact') || publishing.test(text),
		);
		if (first && (verifier || command)) {
			return pass(
				verifier
					? `\`${verifier.path}\` verifies contracts with Pact`
					: `\`${first.path}\` writes contracts, and \`${command?.path ?? ''}\` publishes or verifies them`,
			);
		}
		if (first && facts.ci.sources.length === 0) {
			return manual('Are the contracts that the tests write published and verified?');
		}
		const at = first
			? { path: first.path, line: first.line }
			: (declared.get('pact-python') ?? { path: project.path });
		return verdictOf(
			[
				first
					? {
							level: 'warn',
							message: 'Tests write contracts, and no pipeline is seen to publish or verify them',
							confidence: 'likely',
							at,
							expected: '`pact-broker publish`, or a test with `Verifier`',
							key: 'unverified',
						}
					: {
							level: 'warn',
							message: '`pact-python` is declared, and no test imports `pact`',
							confidence: 'certain',
							at,
							expected: 'a test that writes or verifies a contract',
							key: 'unused',
						},
			],
			'',
		);
	},
});
