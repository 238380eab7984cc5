// @codat/lending: the way a lender reads a company.
import assert from 'node:assert/strict';
import { CodatLending } from '@codat/lending';
import { authHeader, call, companyId, done, result, serverURL } from './calls.mjs';

const codat = new CodatLending({ security: { authHeader }, serverURL });
const company = { companyId };

assert.ok((await result('companies.list', () => codat.companies.list({ page: 1 }))).totalResults >= 1);
assert.equal((await result('companies.get', () => codat.companies.get(company))).id, companyId);
const connection = (await result('connections.list', () => codat.connections.list(company))).results[0];
assert.equal(connection.status, 'Linked');
assert.equal((await result('connections.get', () => codat.connections.get({ ...company, connectionId: connection.id }))).id, connection.id);
assert.ok(await result('manageData.getStatus', () => codat.manageData.getStatus(company)));
const pulls = await result('manageData.pullOperations.list', () => codat.manageData.pullOperations.list(company));
assert.ok(pulls.totalResults > 0);
assert.ok(await result('manageData.pullOperations.get', () => codat.manageData.pullOperations.get({ ...company, datasetId: pulls.results[0].id })));

for (const [name, list] of [
  ['accountsReceivable.invoices.list', () => codat.accountsReceivable.invoices.list({ ...company, page: 1, pageSize: 5 })],
  ['accountsReceivable.customers.list', () => codat.accountsReceivable.customers.list({ ...company, page: 1, pageSize: 5 })],
  ['accountsPayable.suppliers.list', () => codat.accountsPayable.suppliers.list({ ...company, page: 1, pageSize: 5 })],
  ['financialStatements.accounts.list', () => codat.financialStatements.accounts.list({ ...company, page: 1, pageSize: 5 })],
  ['transactions.journalEntries.list', () => codat.transactions.journalEntries.list({ ...company, page: 1, pageSize: 5 })],
]) {
  const page = await result(name, list);
  assert.ok(page.totalResults > 0, name);
  assert.equal(page.results.length, Math.min(5, page.totalResults), name);
  assert.equal(Boolean(page.links.next?.href), page.totalResults > 5, name);
}
const invoice = (await codat.accountsReceivable.invoices.list({ ...company, page: 1, pageSize: 1 })).accountingInvoices.results[0];
assert.equal((await result('accountsReceivable.invoices.get', () => codat.accountsReceivable.invoices.get({ ...company, invoiceId: invoice.id }))).id, invoice.id);
assert.ok((await result('companyInfo.getAccountingProfile', () => codat.companyInfo.getAccountingProfile(company))).companyName);
assert.ok((await result('accountsReceivable.reports.getAgedDebtors', () => codat.accountsReceivable.reports.getAgedDebtors(company))).data.length > 0);

// The statements, if the package delivers them: newest first, each month once.
for (const [name, get] of [
  ['financialStatements.balanceSheet.get', (q) => codat.financialStatements.balanceSheet.get({ ...company, ...q })],
  ['financialStatements.profitAndLoss.get', (q) => codat.financialStatements.profitAndLoss.get({ ...company, ...q })],
]) {
  const answer = await call(name, () => get({ periodLength: 1, periodsToCompare: 2 }));
  assert.ok([200, 404].includes(answer.statusCode), `${name}: ${answer.statusCode}`);
  if (answer.statusCode === 200) {
    const statement = answer.accountingBalanceSheet ?? answer.accountingProfitAndLossReport;
    const [newest, before] = statement.reports.map((each) => each.date ?? each.toDate);
    assert.ok(newest > before, name);
    const earlier = await call(`${name} startMonth`, () => get({ periodLength: 1, periodsToCompare: 1, startMonth: before }));
    assert.equal((earlier.accountingBalanceSheet ?? earlier.accountingProfitAndLossReport).reports.map((each) => each.date ?? each.toDate)[0], before, name);
  }
}
done();
