// The plan of a unit: who can be proposed, a ceiling that is passed only with a reason.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startBrowser, openPage, asRole, look, violations, overflow, widths } from './harness.mjs'

const own = '/so-khen-thuong/u-da-nang'
let demo, browser

before(async () => {
  demo = await startDemo()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

test('a unit plans whom it proposes', async () => {
  const { page, faults } = await openPage(browser, demo.address)
  await asRole(page, 'da-nang-chuyen-vien')
  await page.goto(own + '/ke-hoach')
  assert.match(await page.textContent('main'), /Sổ khen thưởng chưa có ai/)
  await look(page, 'plan-empty')

  for (const [name, female] of [['Trần Thị Đào', '1'], ['Lê Văn An', '']]) {
    const answer = await page.request.post(own + '/moi', { form: { kind: 'person', name, female, classes: 'worker' } })
    assert.equal(answer.status(), 200)
  }
  await page.goto(own + '/ke-hoach/chi-tieu?ngay=1/9/2026&nam=2026')
  await page.getByRole('button', { name: 'Ghi chỉ tiêu' }).click()
  await look(page, 'quota-refused')
  await page.selectOption('#o-hinh-thuc', 'G-GK')
  await page.fill('#o-ty-le', '50')
  await page.check('#o-mau-so')
  await page.fill('#o-so', '5/QĐ-UBND')
  await page.fill('#o-ngay-van-ban', '2/1/2022')
  await page.fill('#o-tu-ngay', '2/1/2022')
  await page.getByRole('button', { name: 'Ghi chỉ tiêu' }).click()
  assert.match(await page.textContent('main'), /50% của 2, làm tròn xuống/)
  await look(page, 'quota')

  const plan = own + '/ke-hoach?nam=2026&ngay=1/9/2026&hinh-thuc=G-GK'
  await page.goto(plan)
  // Among equals a woman comes first.
  assert.deepEqual(await page.locator('#doi-tuong tbody th a').allTextContents(), ['Trần Thị Đào', 'Lê Văn An'])
  for (const box of await page.locator('input[name=chon]').all()) await box.check()
  await page.getByRole('button', { name: 'Đưa người đã chọn vào danh sách dự kiến' }).click()
  assert.match(await page.textContent('main'), /Thêm 2 đối tượng sẽ vượt mức tối đa 1 \(50% của 2\)/)
  await look(page, 'plan-confirm')
  await page.fill('#o-ly-do', 'Công văn 9 cho phép')
  await page.getByRole('button', { name: 'Vẫn đưa vào danh sách' }).click()
  assert.match(await page.textContent('main'), /vượt mức tối đa 1 \(50% của 2\) là 1/)
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    await page.goto(plan)
    assert.deepEqual(await violations(page), [])
    assert.equal(await overflow(page), 0)
  }
  await look(page, 'plan')
  await page.goto(own + '/ke-hoach/ban-in?nam=2026&ngay=1/9/2026')
  await look(page, 'plan-paper')
  assert.deepEqual(faults.filter((f) => !f.includes('422')), [])
})
