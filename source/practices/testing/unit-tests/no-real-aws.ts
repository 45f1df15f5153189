import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { inFolder, upward } from '../../../core/folders.ts';
import { chainOf, collectionOf, noTests, testsIn, unitFilesOf } from './suite.ts';

export default defineCheck({
	id: 'no-real-aws',
	spec: '7.1/no-real-aws',
	title: 'Unit tests never reach a real AWS account',
	failTitle: 'Unit tests make AWS clients with whatever credentials are there',
	severity: 'high',
	scope: 'project',
	needs: ['files', 'testCode', 'testUse', 'pytestConfigs', 'ini', 'toml', 'ci'],
	check(facts, project) {
		const files = unitFilesOf(facts, project);
		if (testsIn(files) === 0) return notApplicable(noTests);
		const using = files.filter(
			({ value }) => value.tests.length > 0 && value.outside.some(({ kind }) => kind === 'aws'),
		);
		if (using.length === 0) return notApplicable('no unit test makes a client of boto3');
		const { config } = collectionOf(facts, project);
		const folders = upward(project.path);
		const inSettings =
			Object.values(config?.options ?? {}).some(values =>
				values.some(text => text.includes('AWS_ACCESS_KEY_ID')),
			) ||
			['tox.ini', 'pyproject.toml', 'setup.cfg', 'pytest.ini'].some(name =>
				folders.some(folder => {
					const path = inFolder(folder, name);
					const parsed = name.endsWith('.toml') ? facts.toml.get(path) : facts.ini.get(path);
					return parsed?.ok === true && JSON.stringify(parsed.value).includes('AWS_ACCESS_KEY_ID');
				}),
			) ||
			facts.ci.commands.some(({ text }) => text.includes('AWS_ACCESS_KEY_ID'));
		const findings = using.flatMap((file): Finding[] => {
			const chain = chainOf(file, facts);
			if (inSettings || chain.some(({ fakes, setsCredentials }) => setsCredentials || fakes.includes('aws')))
				return [];
			return file.value.outside
				.filter(({ kind }) => kind === 'aws')
				.slice(0, 1)
				.map(({ line, call }) => ({
					level: 'warn',
					message: `A unit test calls \`${call}\` with neither a fake of AWS nor dummy credentials`,
					confidence: 'likely',
					at: { path: file.path, line },
					found: call,
					expected: '`moto`, a `Stubber`, or dummy `AWS_ACCESS_KEY_ID` in `conftest.py`',
					key: 'aws',
				}));
		});
		return verdictOf(findings, 'every client of boto3 in unit tests has a fake or dummy credentials');
	},
});
