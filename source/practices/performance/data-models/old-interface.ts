import type { OldPydantic } from '../../../core/facts/data-models.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn, isRunning } from '../../../core/project-files.ts';
import { noPydantic, pydanticOf } from './standing.ts';

// https://docs.pydantic.dev/latest/migration/

const fails: Readonly<
	Partial<Record<OldPydantic['kind'], (name: string) => readonly [message: string, expected: string]>>
> = {
	parameters: name => [
		`\`${name}\` takes \`field\` or \`config\`, with which Pydantic 2 refuses to define the class`,
		'`info: ValidationInfo`',
	],
	root: name => [
		`\`${name}\` says neither \`pre=True\` nor \`skip_on_failure=True\`, so that Pydantic 2 refuses to define the class`,
		'`@model_validator(mode="after")`',
	],
	hidden: name => [
		`\`@classmethod\` stands above the validator \`${name}\`, which therefore never runs`,
		'`@classmethod` below it',
	],
};

const methods: Readonly<Record<string, string>> = {
	parse_obj: '`model_validate`',
	parse_raw: '`model_validate_json`',
	parse_file: '`model_validate_json` of what is read',
	from_orm: '`model_validate` with `from_attributes=True`',
	update_forward_refs: '`model_rebuild`',
};

export default defineCheck({
	id: 'old-interface',
	spec: '9.1/pydantic-v1-api',
	title: 'Models use nothing that Pydantic 2 refuses, ignores or warns of',
	failTitle: 'Models use what Pydantic 2 refuses, ignores or warns of',
	severity: 'medium',
	scope: 'project',
	needs: ['files', 'modules', 'locks', 'requirements', 'dataModels'],
	check(facts, project) {
		const { sites, standing } = pydanticOf(facts, project);
		if (sites.length === 0) return notApplicable(noPydantic);
		if (standing !== 'at least') return notApplicable('nothing proves that the project runs with Pydantic 2');
		const files = filesIn(facts.dataModels, facts, project).filter(({ role }) => isRunning(role));
		let broken = false;
		const findings = files.flatMap(({ path, value }) => {
			const hard = value.pydantic.flatMap(({ kind, line, name }): Finding[] => {
				const words = fails[kind]?.(name);
				if (!words) return [];
				broken = true;
				return [
					{
						level: 'fail',
						message: words[0],
						confidence: 'likely',
						at: { path, line },
						expected: words[1],
						key: `${kind} ${name}`,
					},
				];
			});
			const soft = (['config', 'method'] as const).flatMap((kind): Finding[] => {
				const own = value.pydantic.filter(found => found.kind === kind);
				const [first, ...others] = own;
				if (!first) return [];
				const again = others.length === 0 ? '' : `, and ${others.length} more in this file`;
				return [
					{
						level: 'warn',
						message:
							kind === 'config'
								? `\`class Config\` in \`${first.name}\` is deprecated since Pydantic 2${again}`
								: `\`${first.name}\` is deprecated since Pydantic 2${again}`,
						confidence: 'certain',
						at: { path, line: first.line },
						expected: kind === 'config' ? '`model_config = ConfigDict(…)`' : (methods[first.name] ?? ''),
						key: kind,
					},
				];
			});
			return [...hard, ...soft];
		});
		return verdictOf(
			findings,
			'nothing of the old interface was found in its models',
			broken ? 'high' : 'low',
		);
	},
});
