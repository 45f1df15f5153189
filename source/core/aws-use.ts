import type { Facts, Project } from './facts.ts';
import { filesIn } from './project-files.ts';

const sdks = /^(?:boto3|botocore|aioboto3|aiobotocore|aws_lambda_powertools|chalice|zappa|mangum)(?:\.|$)/;

/** The project runs code that imports an SDK or a framework of AWS. */
export const usesAws = (facts: Pick<Facts, 'modules' | 'files'>, project: Project): boolean =>
	filesIn(facts.modules, facts, project).some(
		({ role, value }) => role === 'prod' && value.imports.some(({ module }) => sdks.test(module)),
	);
