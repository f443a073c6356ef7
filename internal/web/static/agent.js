// Speaks with the signing agent on this machine: one message there, one back. Then the
// server takes the file that the agent has brought.
(() => {
  'use strict'
  const errand = document.querySelector('[data-agent]')
  if (!errand) return
  const says = errand.querySelector('[data-agent-says]')
  const done = errand.querySelector('[data-agent-done]')
  const silent = 'Công cụ ký số trên máy không trả lời. Hãy mở công cụ (VGCA Sign Service) rồi bấm «Bắt đầu ký» lần nữa, hoặc ký theo một trong hai cách dưới đây. Chưa có gì được ký.'
  let over = false
  const end = (text) => {
    if (over) return
    over = true
    says.textContent = text
  }
  says.textContent = 'Đang gọi công cụ ký số trên máy…'
  let socket
  try {
    socket = new WebSocket(errand.dataset.agent)
  } catch {
    end(silent)
    return
  }
  const late = setTimeout(() => { end(silent); socket.close() }, 10000)
  socket.addEventListener('open', () => {
    clearTimeout(late)
    says.textContent = 'Công cụ ký số đang mở; chọn chứng thư và gõ mã PIN ở cửa sổ của công cụ.'
    socket.send(errand.dataset.order)
  })
  socket.addEventListener('message', (event) => {
    let answer = null
    try { answer = JSON.parse(event.data) } catch { /* said below */ }
    if (!answer || typeof answer.Status !== 'number') {
      end('Công cụ ký số trên máy trả lời điều chương trình không hiểu; chưa có gì được ký.')
    } else if (answer.Status !== 0) {
      end('Công cụ ký số không ký: ' + (answer.Message || 'mã ' + answer.Status))
    } else {
      end('Công cụ đã ký; đang nhận tệp.')
      done.requestSubmit()
    }
    socket.close()
  })
  socket.addEventListener('error', () => { clearTimeout(late); end(silent) })
  socket.addEventListener('close', () => { clearTimeout(late); end(silent) })
})()
