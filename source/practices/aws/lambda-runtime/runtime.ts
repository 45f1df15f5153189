import type { Dockerfile } from '../../../core/facts/templates.ts';
import type { LambdaFunction } from '../../../core/facts/functions.ts';
import type { Parsed } from '../../../core/facts.ts';
import type { Finding, Place } from '../../../core/finding.ts';
import { retirementOf, wantedMinor } from '../../../core/lambda-runtimes.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided, unlessSilenced } from '../../../core/template/judge.ts';
import { shownOf } from '../../../core/template/resolve.ts';
import type { CodeConstruct } from '../../../core/template/constructs.ts';
import { concludeFunctions, functionNeeds, functionsIn } from '../../../core/template/judge-functions.ts';

const expected = `\`python3.${wantedMinor}\` or newer`;

/** What is wrong with a runtime; null for one that is current, or no Python. */
const judge = (id: string, runtime: string, at: Place, surely: boolean, today: string): Finding | null => {
	const minor = Number(/^python3\.(\d+)$/.exec(runtime)?.[1] ?? Number.NaN);
	const retired = retirementOf(runtime, today);
	if (!retired && !(minor < wantedMinor)) return null;
	const key = `old:${id}`;
	const base = { confidence: 'certain', at, found: `\`${runtime}\``, expected, key } as const;
	if (!retired) {
		const message = `\`${id}\` runs on \`${runtime}\``;
		return { ...base, level: 'warn', message };
	}
	const blocked = retired.isBlocked ? ', and a new function on it cannot be deployed' : '';
	const message = `\`${id}\` runs on \`${runtime}\`, which AWS has retired on ${retired.since}${blocked}`;
	return { ...base, level: surely ? 'fail' : 'warn', message };
};

const ofImage = (
	{ id, dockerfile, at }: LambdaFunction,
	dockerfiles: ReadonlyMap<string, Parsed<Dockerfile>>,
	today: string,
): readonly Finding[] => {
	const parsed = dockerfile === null ? undefined : dockerfiles.get(dockerfile);
	const from = parsed?.ok ? parsed.value.from : null;
	const version = /python[^/]*:(\d+\.\d+)/.exec(from ?? '')?.[1];
	if (!parsed?.ok || dockerfile === null || version === undefined) {
		return [undecided(at, `The Python of \`${id}\``, 'its base image does not tell')];
	}
	const found = judge(id, `python${version}`, { path: dockerfile, line: parsed.value.line }, true, today);
	return found ? [found] : [];
};

const ofTemplate = (lambda: LambdaFunction, today: string): readonly Finding[] => {
	const { id, kind, runtime } = lambda;
	const sure = runtime.branches.length === 1;
	// Chalice and Zappa take the Python that runs them.
	if ((kind === 'chalice' || kind === 'zappa') && runtime.origin === 'none') return [];
	return runtime.branches.flatMap(branch => {
		if (branch.state === 'unknown') return [undecided(runtime.at, `The runtime of \`${id}\``, branch.reason)];
		if (branch.state === 'absent') return [];
		const found = judge(id, shownOf(branch.value), runtime.at, sure && branch.via === null, today);
		return found ? [found] : [];
	});
};

const ofCode = ({ construct, at }: CodeConstruct, today: string): readonly Finding[] => {
	const runtime = construct.values['runtime'];
	const name = runtime?.state === 'known' ? /^PYTHON_(\d)_(\d+)$/.exec(String(runtime.value)) : null;
	if (!name) return [undecided(at, `The runtime of \`${construct.id}\``, 'it is not a literal')];
	const found = judge(construct.id, `python${name[1]}.${name[2]}`, at, true, today);
	return found ? [found] : [];
};

const check = 'lambda-runtime/runtime';

/** What many functions take from one place is one finding there. */
const grouped = (findings: readonly Finding[]): readonly Finding[] => {
	const groups = new Map<string, Finding[]>();
	for (const finding of findings) {
		const { at, level, found } = finding;
		const key = JSON.stringify([at, level, found]);
		groups.set(key, [...(groups.get(key) ?? []), finding]);
	}
	return [...groups.values()].flatMap(group => {
		const [first, ...rest] = group;
		if (!first || rest.length === 0 || first.found === undefined) return group;
		const message = first.message.replace(/^`[^`]*` runs/, `${group.length} functions run`);
		return [{ ...first, message, key: `old:${first.found}` }];
	});
};

export default defineCheck({
	id: 'runtime',
	spec: '5.1/runtime',
	title: `Every Python function runs on Python 3.${wantedMinor} or newer`,
	failTitle: 'A Python function runs on an old Python',
	severity: 'medium',
	scope: 'project',
	needs: [...functionNeeds, 'dockerfiles', 'repository'],
	check(facts, project) {
		const { today } = facts.repository;
		const found = functionsIn(facts, project);
		const judged = found.inTemplates.filter(
			({ kind, runtime }) => (kind !== 'chalice' && kind !== 'zappa') || runtime.origin !== 'none',
		);
		const findings = grouped([
			...judged.flatMap(lambda =>
				(lambda.packageType === 'image'
					? ofImage(lambda, facts.dockerfiles, today)
					: ofTemplate(lambda, today)
				).map(finding => unlessSilenced(finding, lambda.silenced, check)),
			),
			...found.inCode.flatMap(one =>
				ofCode(one, today).map(finding => unlessSilenced(finding, one.silenced, check)),
			),
		]);
		const count = judged.length + found.inCode.length;
		const blocked = findings.some(
			({ level, found: runtime }) =>
				level === 'fail' && retirementOf((runtime ?? '').replaceAll('`', ''), today)?.isBlocked === true,
		);
		return concludeFunctions(facts, project, found, {
			judged: count,
			findings,
			reason: 'The functions run on the Python that deploys them',
			question: `Does every Lambda function in Python run on Python 3.${wantedMinor} or newer?`,
			evidence:
				count === 1
					? `The Python function runs on Python 3.${wantedMinor} or newer`
					: `All ${count} Python functions run on Python 3.${wantedMinor} or newer`,
			severity: blocked ? 'high' : findings.some(({ level }) => level === 'fail') ? 'medium' : 'low',
		});
	},
});
