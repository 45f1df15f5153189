import type { ArmReadiness } from '../../../core/arm-readiness.ts';
import { armReadinessOf } from '../../../core/arm-readiness.ts';
import { isList, isTable, stringAt, tableAt } from '../../../core/data.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { LambdaFunction } from '../../../core/facts/functions.ts';
import type { Branch } from '../../../core/facts/templates.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { rootOf, undecided } from '../../../core/template/judge.ts';
import { refersTo } from '../../../core/template/references.ts';
import { resolve, shownOf } from '../../../core/template/resolve.ts';
import type { CodeConstruct } from '../../../core/template/constructs.ts';
import {
	concludeFunctions,
	functionNeeds,
	functionsIn,
	namesOf,
} from '../../../core/template/judge-functions.ts';

const needs = [...functionNeeds, 'requirements', 'locks', 'packaging', 'paths'] as const;
type Read = Pick<Facts, (typeof needs)[number]>;

const keyOf = ({ kind, path }: LambdaFunction): string =>
	kind === 'zappa' || (kind === 'serverless' && path.at(-1) !== 'Properties')
		? '`architecture: arm64`'
		: '`Architectures: [arm64]`';

/** CloudFront runs it at the edge, where there is no arm64. */
const isAtEdge = (lambda: LambdaFunction, facts: Read): boolean => {
	const resources = tableAt(rootOf(facts, lambda.template), ['Resources']) ?? {};
	return Object.values(resources).some(
		resource =>
			isTable(resource) &&
			stringAt(resource, ['Type']) === 'AWS::CloudFront::Distribution' &&
			JSON.stringify(resource).includes('LambdaFunctionAssociations') &&
			refersTo(resource, lambda.id),
	);
};

/** What a branch says of the processor; null where it cannot be told. */
const processorOf = (branch: Branch, lambda: LambdaFunction, facts: Read): string | null => {
	if (branch.state === 'absent') return 'x86_64';
	if (branch.state === 'unknown') return null;
	const [first] = isList(branch.value) ? branch.value : [branch.value];
	const [inner] = resolve(first, rootOf(facts, lambda.template));
	return inner.state === 'known' ? shownOf(inner.value) : null;
};

const ofTemplate = (lambda: LambdaFunction, project: Project, facts: Read): readonly Finding[] => {
	const { id, architectures, kind } = lambda;
	const at = architectures.at;
	const found = architectures.branches.map(branch => processorOf(branch, lambda, facts));
	if (found.every(processor => processor === 'arm64')) return [];
	if (!found.includes('x86_64')) {
		return [undecided(at, `The processor of \`${id}\``, 'it is chosen at the deployment')];
	}
	const set = architectures.origin === 'none' ? 'runs on x86_64 by default' : 'is set to x86_64';
	const base = {
		confidence: 'certain',
		at,
		found: 'x86_64',
		expected: keyOf(lambda),
		key: `x86:${id}`,
	} as const;
	const message = `\`${id}\` ${set}`;
	const isSure =
		found.length === 1 &&
		architectures.branches.every(branch => branch.state !== 'known' || branch.via === null);
	const readiness: ArmReadiness =
		kind === 'sam' && lambda.packageType === 'zip'
			? armReadinessOf(lambda, project, facts)
			: { state: 'unknown', reason: 'its package is built elsewhere' };
	switch (readiness.state) {
		case 'ready':
			return [{ ...base, level: isSure ? 'fail' : 'warn', message: `${message}, and ${readiness.because}` }];
		case 'blocked':
			return [undecided(at, `Whether \`${id}\` can run on arm64`, readiness.by)];
		case 'unknown':
			return [{ ...base, level: 'warn', message }];
	}
};

/** Of a file's functions whose readiness cannot be told, one finding names all. */
const grouped = (findings: readonly Finding[]): readonly Finding[] => {
	const first = findings.findIndex(({ level }) => level === 'warn');
	const warned = findings.filter(({ level }) => level === 'warn');
	if (warned.length < 2) return findings;
	const ids = warned.map(({ key }) => (key ?? '').replace(/^\w+:/, ''));
	return findings.flatMap((finding, at) => {
		if (finding.level !== 'warn') return [finding];
		if (at !== first) return [];
		return [{ ...finding, message: `${namesOf(ids)} run on x86_64`, key: 'x86' }];
	});
};

const ofCode = ({ construct, at }: CodeConstruct): readonly Finding[] => {
	const { id, values, open } = construct;
	const value = values['architecture'];
	if (value?.state === 'known' && value.value === 'ARM_64') return [];
	if (value?.state === 'unknown' || (!value && open))
		return [undecided(at, `The processor of \`${id}\``, 'it is not a literal')];
	const message = `\`${id}\` ${value ? 'is set to x86_64' : 'runs on x86_64 by default'}`;
	const expected = '`architecture=Architecture.ARM_64`';
	return [{ level: 'warn', message, confidence: 'certain', at, expected, key: `cdk:${id}` }];
};

export default defineCheck({
	id: 'arch',
	spec: '5.1/arch',
	title: 'Every Python function runs on arm64',
	failTitle: 'A Python function runs on x86',
	severity: 'low',
	scope: 'project',
	needs,
	check(facts, project) {
		const found = functionsIn(facts, project);
		const judged = found.inTemplates.filter(lambda => lambda.kind !== 'chalice' && !isAtEdge(lambda, facts));
		const templates = [...new Set(judged.map(({ template }) => template))];
		const count = judged.length + found.inCode.length;
		return concludeFunctions(facts, project, found, {
			judged: count,
			findings: [
				...templates.flatMap(template =>
					grouped(
						judged
							.filter(lambda => lambda.template === template)
							.flatMap(lambda => ofTemplate(lambda, project, facts)),
					),
				),
				...grouped(found.inCode.flatMap(ofCode)),
			],
			reason: 'The functions cannot choose their processor: Chalice and CloudFront decide',
			question: 'Does every Lambda function in Python run on arm64, or have a reason not to?',
			evidence:
				count === 1 ? 'The Python function runs on arm64' : `All ${count} Python functions run on arm64`,
		});
	},
});
