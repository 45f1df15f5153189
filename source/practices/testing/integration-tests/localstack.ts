import { defineCheck, manual, notApplicable, pass } from '../../../core/practice.ts';
import { declaredIn } from '../../tooling/dev-tools/scope.ts';
import { importsOf } from '../needs.ts';
import { testFilesOf, unitFilesOf } from '../unit-tests/suite.ts';

const names = /^(?:localstack\w*|pytest-localstack|testcontainers-localstack)$/;

export default defineCheck({
	id: 'localstack',
	spec: '7.2/localstack',
	title: 'Integration tests that need AWS run on LocalStack',
	failTitle: 'Integration tests that need AWS run without LocalStack',
	severity: 'info',
	scope: 'project',
	needs: ['files', 'modules', 'testCode', 'testUse', 'devDependencies', 'packaging', 'toolPins', 'ci'],
	check(facts, project) {
		const unit = new Set(unitFilesOf(facts, project).map(({ path }) => path));
		const using = importsOf(facts, project, 'boto3').find(({ path, isTest }) => isTest && !unit.has(path));
		if (!using) return notApplicable('no integration test imports boto3');
		const naming = testFilesOf(facts, project).find(({ value }) => value.hasLocalstack);
		const declared = [...declaredIn(facts, project).keys()].find(name => names.test(name));
		const command = facts.ci.commands.find(({ text }) => /\blocalstack\b/.test(text));
		const seen = naming?.path ?? declared ?? command?.path;
		if (seen !== undefined) return pass(`\`${seen}\` names LocalStack`);
		return manual(`Do integration tests such as \`${using.path}\` have a test account of their own?`);
	},
});
